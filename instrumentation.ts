// Before the first request: is the site's configuration one that can work?

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('./instrumentation.node');
}
