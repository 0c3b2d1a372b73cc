-- The latest instant that the embedded engine saw on the clock of this database: should the clock go back, it is known by how much.

-- CreateTable
CREATE TABLE "engine_clock" (
    "id" INTEGER NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "engine_clock_pkey" PRIMARY KEY ("id")
);
