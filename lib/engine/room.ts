// How much work waits for the disk of Postgres to have room: refused for that (53100), repeated, and not done yet.

export type Room = {
  count(): number;
  /** One piece of work, from its first try to its end. */
  begin(): { refused(error: unknown): void; end(): void };
};

const DISK_FULL = '53100';

/** `tell`: called when the first one has to wait, and not again before all of them are over. */
export function watchRoom(tell: (error: unknown) => void): Room {
  let waiting = 0;
  return {
    count: () => waiting,
    begin: () => {
      let waits = false;
      return {
        refused: (error) => {
          if (waits || Object(error).code !== DISK_FULL) return;
          waits = true;
          waiting += 1;
          if (waiting === 1) tell(error);
        },
        end: () => {
          if (waits) waiting -= 1;
        },
      };
    },
  };
}
