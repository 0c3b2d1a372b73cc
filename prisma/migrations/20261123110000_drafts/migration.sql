-- Links in the making: what a person has chosen so far at /liaisons/nouvelle, so that it can be left and taken up again.
-- Never a secret: those are sealed rows of `credential`, named here.

-- CreateEnum
CREATE TYPE "draft_step" AS ENUM ('jeton', 'demarche', 'document', 'donnees', 'apercu', 'planification');

-- CreateTable
CREATE TABLE "link_draft" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "step" "draft_step" NOT NULL DEFAULT 'jeton',
    "source_url" TEXT,
    "source_credential_id" UUID,
    "demarche" INTEGER,
    "title" TEXT,
    "demarche_state" TEXT,
    "dossiers_count" INTEGER,
    "destination_url" TEXT,
    "destination_credential_id" UUID,
    "document" TEXT,
    "document_name" TEXT,
    "settings" JSONB,
    "schedule" JSONB,
    "link_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_draft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "link_draft_owner_id_idx" ON "link_draft"("owner_id");

-- CreateIndex
CREATE INDEX "link_draft_updated_at_idx" ON "link_draft"("updated_at");

-- CreateIndex
CREATE INDEX "link_draft_source_credential_id_idx" ON "link_draft"("source_credential_id");

-- CreateIndex
CREATE INDEX "link_draft_destination_credential_id_idx" ON "link_draft"("destination_credential_id");

-- CreateIndex
CREATE INDEX "link_draft_link_id_idx" ON "link_draft"("link_id");

-- AddForeignKey
ALTER TABLE "link_draft" ADD CONSTRAINT "link_draft_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_draft" ADD CONSTRAINT "link_draft_source_credential_id_fkey" FOREIGN KEY ("source_credential_id") REFERENCES "credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_draft" ADD CONSTRAINT "link_draft_destination_credential_id_fkey" FOREIGN KEY ("destination_credential_id") REFERENCES "credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_draft" ADD CONSTRAINT "link_draft_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;
