-- Whom an act of sharing was about: `compte:<id>`, or `adresse:<keyed hash>` before there is an account. Null everywhere else.

-- AlterTable
ALTER TABLE "audit" ADD COLUMN "target" TEXT;
