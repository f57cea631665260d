import { schedule, type ScheduledTask } from 'node-cron'
import type { Logger } from 'pino'

/** A piece of work that is done at the times of a cron expression. */
export interface Job {
  name: string
  schedule: string
  run: () => Promise<unknown>
}

/** Runs jobs at their times, each never twice at once; a failure is logged, and the job runs again at its next time. */
export class Scheduler {
  readonly #jobs: readonly Job[]
  readonly #log: Logger
  #tasks: ScheduledTask[] = []
  readonly #running = new Map<string, Promise<void>>()

  constructor(jobs: readonly Job[], log: Logger) {
    this.#jobs = jobs
    this.#log = log
  }

  /** Runs every job once, for what was missed while nothing ran, and then at its times. */
  start(): void {
    this.#tasks = this.#jobs.map((job) => schedule(job.schedule, () => this.#run(job), { logger: this.#log }))
    for (const job of this.#jobs) this.#run(job)
  }

  /** Stops the clock and waits for the jobs that run; may be called twice. */
  async close(): Promise<void> {
    for (const task of this.#tasks) await task.destroy()
    this.#tasks = []
    await Promise.all(this.#running.values())
  }

  #run(job: Job): void {
    if (this.#running.has(job.name)) return
    const run = job
      .run()
      .then(() => undefined)
      .catch((err: unknown) => this.#log.error({ err, job: job.name }, 'a job failed and runs again at its next time'))
      .finally(() => this.#running.delete(job.name))
    this.#running.set(job.name, run)
  }
}
