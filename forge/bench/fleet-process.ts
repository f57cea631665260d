import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { FleetOrder, FleetReport } from './fleet.js'

/** The process that plays the instances. */
export interface Fleet {
  order: (order: FleetOrder, until: FleetReport) => Promise<void>
  /** Resolves with the time at which the last instance acknowledged the next push. */
  acknowledged: () => Promise<number>
  end: () => void
}

export function startFleet(): Fleet {
  const child = fork(path.join(import.meta.dirname, 'fleet.ts'), { execArgv: process.execArgv })
  const heard = async (report: FleetReport): Promise<void> => {
    for (;;) {
      const [said] = await once(child, 'message')
      if (said === report) return
    }
  }
  return {
    order: async (order, until) => {
      const answer = heard(until)
      child.send(order)
      await answer
    },
    acknowledged: () => heard('acknowledged').then(() => performance.now()),
    end: () => child.kill(),
  }
}
