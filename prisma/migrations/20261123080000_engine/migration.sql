-- CreateEnum
CREATE TYPE "engine_run_state" AS ENUM ('queued', 'running', 'completed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "engine_wait_kind" AS ENUM ('sleep', 'event', 'invoke');

-- CreateTable
CREATE TABLE "engine_event" (
    "seq" BIGSERIAL NOT NULL,
    "uid" TEXT NOT NULL,
    "batch" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "dispatched_at" TIMESTAMPTZ(6),

    CONSTRAINT "engine_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "engine_run" (
    "id" TEXT NOT NULL,
    "function_id" TEXT NOT NULL,
    "state" "engine_run_state" NOT NULL DEFAULT 'queued',
    "event" JSON NOT NULL,
    "batch" TEXT NOT NULL,
    "singleton" TEXT,
    "correlation" TEXT,
    "lanes" TEXT[],
    "lane_limits" INTEGER[],
    "steps" INTEGER NOT NULL DEFAULT 0,
    "bytes" INTEGER NOT NULL DEFAULT 0,
    "output" JSON,
    "error" JSON,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "deadline" TIMESTAMPTZ(6),

    CONSTRAINT "engine_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engine_step" (
    "run_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "result" JSON NOT NULL,

    CONSTRAINT "engine_step_pkey" PRIMARY KEY ("run_id","id")
);

-- CreateTable
CREATE TABLE "engine_job" (
    "id" BIGSERIAL NOT NULL,
    "run_id" TEXT NOT NULL,
    "function_id" TEXT NOT NULL,
    "step" TEXT NOT NULL DEFAULT 'step',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "planned" BOOLEAN NOT NULL DEFAULT false,
    "grouped" BOOLEAN NOT NULL DEFAULT false,
    "race" BOOLEAN NOT NULL DEFAULT false,
    "due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "worker" INTEGER,
    "claims" INTEGER NOT NULL DEFAULT 0,
    "claimed_at" TIMESTAMPTZ(6),
    "lanes" TEXT[],
    "lane_limits" INTEGER[],

    CONSTRAINT "engine_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engine_wait" (
    "run_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "kind" "engine_wait_kind" NOT NULL,
    "event_name" TEXT,
    "condition" TEXT,
    "grouped" BOOLEAN NOT NULL DEFAULT false,
    "race" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "engine_wait_pkey" PRIMARY KEY ("run_id","step")
);

-- CreateTable
CREATE TABLE "engine_once" (
    "key" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "engine_once_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "engine_cron" (
    "function_id" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL,
    "last_at" TIMESTAMPTZ(6),

    CONSTRAINT "engine_cron_pkey" PRIMARY KEY ("function_id","cron")
);

-- CreateIndex
CREATE UNIQUE INDEX "engine_event_uid_key" ON "engine_event"("uid");

-- CreateIndex
CREATE INDEX "engine_event_dispatched_at_due_at_idx" ON "engine_event"("dispatched_at", "due_at");

-- CreateIndex
CREATE INDEX "engine_run_function_id_state_idx" ON "engine_run"("function_id", "state");

-- CreateIndex
CREATE INDEX "engine_run_ended_at_idx" ON "engine_run"("ended_at");

-- CreateIndex
CREATE INDEX "engine_run_deadline_idx" ON "engine_run"("deadline");

-- CreateIndex
CREATE UNIQUE INDEX "engine_run_function_id_singleton_key" ON "engine_run"("function_id", "singleton");

-- CreateIndex
CREATE INDEX "engine_job_worker_due_at_id_idx" ON "engine_job"("worker", "due_at", "id");

-- CreateIndex
CREATE INDEX "engine_job_run_id_idx" ON "engine_job"("run_id");

-- CreateIndex
CREATE INDEX "engine_wait_event_name_idx" ON "engine_wait"("event_name");

-- CreateIndex
CREATE INDEX "engine_wait_due_at_idx" ON "engine_wait"("due_at");

-- CreateIndex
CREATE INDEX "engine_once_expires_at_idx" ON "engine_once"("expires_at");

-- AddForeignKey
ALTER TABLE "engine_step" ADD CONSTRAINT "engine_step_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "engine_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "engine_job" ADD CONSTRAINT "engine_job_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "engine_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "engine_wait" ADD CONSTRAINT "engine_wait_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "engine_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;


