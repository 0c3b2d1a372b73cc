-- AlterEnum
ALTER TYPE "presence" ADD VALUE 'absent' BEFORE 'out_of_scope';

-- AlterTable
ALTER TABLE "link" ADD COLUMN     "census" TIMESTAMPTZ(3),
ADD COLUMN     "full_reading" TIMESTAMPTZ(3),
ADD COLUMN     "rebase_last" TIMESTAMPTZ(3),
ADD COLUMN     "rebase_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "link_dossier" ADD COLUMN     "light" TEXT,
ADD COLUMN     "missing_since" TEXT;
