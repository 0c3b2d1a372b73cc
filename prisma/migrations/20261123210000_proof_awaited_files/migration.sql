-- A statement tells the files that were still to be copied: none before files were copied.

-- AlterTable
ALTER TABLE "proof" ADD COLUMN "awaited_files" INTEGER NOT NULL DEFAULT 0;
