-- CreateEnum
CREATE TYPE "change_status" AS ENUM ('faite', 'en_attente', 'acceptee', 'refusee', 'annulee', 'signalee', 'resolue');

-- AlterEnum
ALTER TYPE "run_kind" ADD VALUE 'decision';

-- CreateTable
CREATE TABLE "schema_change" (
    "link_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "table_key" TEXT NOT NULL,
    "column_key" TEXT,
    "label" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "from_value" TEXT,
    "to_value" TEXT,
    "cells" INTEGER,
    "status" "change_status" NOT NULL,
    "undo" JSONB,
    "run_id" UUID NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "schema_change_pkey" PRIMARY KEY ("link_id","number")
);

-- AddForeignKey
ALTER TABLE "schema_change" ADD CONSTRAINT "schema_change_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One open entry an item, and the way to them.
CREATE UNIQUE INDEX "schema_change_open_idx" ON "schema_change"("link_id", md5("item")) WHERE "settled_at" IS NULL;
