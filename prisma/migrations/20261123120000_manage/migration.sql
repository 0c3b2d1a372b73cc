-- A name of one's own for a link, and what both its accesses last answered.
ALTER TABLE "link" ADD COLUMN "name" TEXT;
ALTER TABLE "link" ADD COLUMN "probe" JSONB;

-- People who are invited to a link, until they accept.
CREATE TABLE "pending_membership" (
    "link_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "invited_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pending_membership_pkey" PRIMARY KEY ("link_id","email")
);

-- CreateIndex
CREATE INDEX "pending_membership_email_idx" ON "pending_membership"("email");

-- AddForeignKey
ALTER TABLE "pending_membership" ADD CONSTRAINT "pending_membership_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;
