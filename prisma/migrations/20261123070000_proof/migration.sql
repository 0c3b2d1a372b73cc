-- CreateTable
CREATE TABLE "proof" (
    "run_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "depth" TEXT NOT NULL,
    "proved_at" TIMESTAMPTZ(3) NOT NULL,
    "dossiers" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "cells" INTEGER NOT NULL,
    "differences" INTEGER NOT NULL,
    "repaired" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,
    "unreadable" INTEGER NOT NULL,
    "root" TEXT,
    "complete" BOOLEAN NOT NULL,

    CONSTRAINT "proof_pkey" PRIMARY KEY ("run_id")
);

-- CreateIndex
CREATE INDEX "proof_link_id_depth_proved_at_idx" ON "proof"("link_id", "depth", "proved_at" DESC);

-- AddForeignKey
ALTER TABLE "proof" ADD CONSTRAINT "proof_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proof" ADD CONSTRAINT "proof_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
