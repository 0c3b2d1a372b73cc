// The shape of a description of a démarche, checked by zod: it is read once a run.

import { z } from 'zod';

const plainDescriptor = z.object({
  __typename: z.string(),
  id: z.string(),
  label: z.string().nullish(),
  description: z.string().nullish(),
  required: z.boolean().nullish(),
  options: z.array(z.string()).nullish().catch(null),
});

const descriptor = plainDescriptor.extend({ champDescriptors: z.array(plainDescriptor).nullish() });

export type RawDescriptor = z.infer<typeof plainDescriptor> & {
  readonly champDescriptors?: readonly z.infer<typeof plainDescriptor>[] | null | undefined;
};

const revision = z.object({
  id: z.string(),
  datePublication: z.string().nullish(),
  champDescriptors: z.array(descriptor).nullish(),
  annotationDescriptors: z.array(descriptor).nullish(),
});

export type RawRevision = z.infer<typeof revision>;

export const description = z.object({
  demarche: z.object({
    number: z.number(),
    title: z.string().nullish(),
    state: z.string().nullish(),
    activeRevision: revision,
    revisions: z.array(revision).nullish(),
    groupeInstructeurs: z
      .array(
        z.object({
          id: z.string(),
          number: z.number(),
          label: z.string().nullish(),
          instructeurs: z.array(z.object({ id: z.string(), email: z.string() })).nullish(),
        }),
      )
      .nullish(),
    labels: z
      .array(z.object({ id: z.string(), name: z.string().nullish(), color: z.string().nullish() }))
      .nullish(),
  }),
  /** Absent before mid 2026; null when DN would not count. */
  descriptor: z.object({ dossiersCount: z.number().int().nullish() }).nullish(),
});

export type RawDescription = z.infer<typeof description>;
