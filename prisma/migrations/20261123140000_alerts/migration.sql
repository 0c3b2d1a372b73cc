-- A message of the outbox is for one recipient: a person, or the webhook of the link. Where one refuses it, the others are not
-- sent it again. What waited for nobody in particular is given to each owner and manager of its link.
CREATE TYPE "outbox_channel" AS ENUM ('courriel', 'webhook');
ALTER TABLE "outbox" ADD COLUMN "user_id" UUID;
ALTER TABLE "outbox" ADD COLUMN "channel" "outbox_channel" NOT NULL DEFAULT 'courriel';
ALTER TABLE "outbox" ADD COLUMN "sentence" TEXT NOT NULL DEFAULT '';
ALTER TABLE "outbox" ADD COLUMN "page" TEXT NOT NULL DEFAULT '';
ALTER TABLE "outbox" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "outbox" ADD COLUMN "retry_at" TIMESTAMPTZ(3);

INSERT INTO "outbox" ("link_id", "user_id", "kind", "subject", "text", "created_at")
SELECT "outbox"."link_id", "membership"."user_id", "kind", "subject", "text", "outbox"."created_at"
FROM "outbox" JOIN "membership" ON "membership"."link_id" = "outbox"."link_id" AND "membership"."role" <> 'lecteur'
WHERE "sent_at" IS NULL;
DELETE FROM "outbox" WHERE "sent_at" IS NULL AND "user_id" IS NULL;

-- CreateIndex
CREATE INDEX "outbox_user_id_idx" ON "outbox"("user_id");

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One message a day rather than one a change.
ALTER TABLE "app_user" ADD COLUMN "alert_digest" BOOLEAN NOT NULL DEFAULT false;

-- Who asked to be told nothing of a link.
CREATE TABLE "alert_mute" (
    "link_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "muted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_mute_pkey" PRIMARY KEY ("link_id","user_id")
);

-- CreateIndex
CREATE INDEX "alert_mute_user_id_idx" ON "alert_mute"("user_id");

-- AddForeignKey
ALTER TABLE "alert_mute" ADD CONSTRAINT "alert_mute_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_mute" ADD CONSTRAINT "alert_mute_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Where a link tells another program what it tells its people.
CREATE TABLE "link_webhook" (
    "link_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_webhook_pkey" PRIMARY KEY ("link_id")
);

-- AddForeignKey
ALTER TABLE "link_webhook" ADD CONSTRAINT "link_webhook_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;
