-- The ready-made pages that a link has in its document, as they were when they were made: refs and words of Grist's metadata.

-- AlterTable
ALTER TABLE "link" ADD COLUMN "ready_pages" JSONB NOT NULL DEFAULT '[]';
