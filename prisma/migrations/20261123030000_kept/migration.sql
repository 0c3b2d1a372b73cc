-- CreateTable
CREATE TABLE "kept" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kept_pkey" PRIMARY KEY ("name")
);
