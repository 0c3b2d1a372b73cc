-- The files whose copy in Grist is wanted, and those that are copied: a hash of what tells a file, sizes and ids of attachments.

-- CreateTable
CREATE TABLE "link_file" (
    "link_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "bytes" BIGINT,
    "attachment" INTEGER,
    "sha1" TEXT,
    "placed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "link_file_pkey" PRIMARY KEY ("link_id","number","key")
);

-- Those still to be copied, which a run asks for: few, most of the time.
CREATE INDEX "link_file_awaited" ON "link_file"("link_id", "number") WHERE NOT "placed";

-- AddForeignKey
ALTER TABLE "link_file" ADD CONSTRAINT "link_file_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "link"("id") ON DELETE CASCADE ON UPDATE CASCADE;
