-- CreateEnum
CREATE TYPE "presence" AS ENUM ('live', 'pending', 'deleted', 'out_of_scope');

-- CreateEnum
CREATE TYPE "run_kind" AS ENUM ('sync', 'verify');

-- CreateEnum
CREATE TYPE "run_status" AS ENUM ('en_cours', 'reussi', 'avec_echecs', 'interrompu', 'echoue');

-- CreateTable
CREATE TABLE "link" (
    "id" UUID NOT NULL,
    "source_url" TEXT NOT NULL,
    "demarche" INTEGER NOT NULL,
    "destination_url" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "bindings" JSONB NOT NULL DEFAULT '{"tables":[]}',
    "watermark" TIMESTAMPTZ(3),
    "checkpoint" JSONB,
    "tombstones" TIMESTAMPTZ(3),
    "active_revision_id" TEXT,
    "scope_fingerprint" TEXT,
    "shared_fingerprint" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_dossier" (
    "link_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "revision_id" TEXT,
    "presence" "presence" NOT NULL,

    CONSTRAINT "link_dossier_pkey" PRIMARY KEY ("link_id","number")
);

-- CreateTable
CREATE TABLE "bound_table" (
    "destination_url" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "table_ref" INTEGER NOT NULL,
    "link_id" UUID NOT NULL,
    "table_key" TEXT NOT NULL,

    CONSTRAINT "bound_table_pkey" PRIMARY KEY ("destination_url","document","table_ref")
);

-- CreateTable
CREATE TABLE "dossier_failure" (
    "link_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "number" INTEGER,
    "code" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_run_id" UUID NOT NULL,
    "reading_started_at" TIMESTAMPTZ(3),

    CONSTRAINT "dossier_failure_pkey" PRIMARY KEY ("link_id","key")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "fence" BIGSERIAL NOT NULL,
    "link_id" UUID NOT NULL,
    "kind" "run_kind" NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" "run_status" NOT NULL DEFAULT 'en_cours',
    "code" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "alive_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "read" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "out_of_scope" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "warnings" INTEGER NOT NULL DEFAULT 0,
    "traffic" JSONB,

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_note" (
    "run_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_note_pkey" PRIMARY KEY ("run_id","name")
);

-- CreateTable
CREATE TABLE "lease" (
    "resource" TEXT NOT NULL,
    "holder" UUID,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "lease_pkey" PRIMARY KEY ("resource")
);

-- CreateIndex
CREATE UNIQUE INDEX "link_source_url_demarche_destination_url_document_key" ON "link"("source_url", "demarche", "destination_url", "document");

-- CreateIndex
CREATE INDEX "bound_table_link_id_idx" ON "bound_table"("link_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_fence_key" ON "run"("fence");

-- CreateIndex
CREATE INDEX "run_link_id_started_at_idx" ON "run"("link_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "run_status_idx" ON "run"("status");

-- CreateIndex
CREATE INDEX "lease_holder_idx" ON "lease"("holder");

-- AddForeignKey
ALTER TABLE "link_dossier" ADD CONSTRAINT "link_dossier_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bound_table" ADD CONSTRAINT "bound_table_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dossier_failure" ADD CONSTRAINT "dossier_failure_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_note" ADD CONSTRAINT "run_note_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Room on each page for the new version of a row: a dossier that changed is rewritten beside its old self, and no index
-- is touched.
ALTER TABLE "link_dossier" SET (fillfactor = 85);
