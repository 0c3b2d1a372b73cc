-- Who acted, where it is no account of this site: « document-grist:<document> utilisateur:<number> ».

-- AlterTable
ALTER TABLE "audit" ADD COLUMN     "actor" TEXT;
