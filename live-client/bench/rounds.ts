const WARM_UP_MS = 500

/** One thing to measure: does its work once each time it is called. */
export interface Contender {
  readonly name: string
  readonly run: () => void
}

/** How a contender compares with the limit: cost as a multiple of the limit's, over all rounds. */
export interface Ratio {
  readonly name: string
  readonly median: number
  readonly low: number
  readonly high: number
}

/** How often everything is measured; `roundMs` is what one contender gets in a round, in milliseconds of the clock. */
export interface RoundsOptions {
  readonly rounds: number
  readonly roundMs: number
  readonly clock: () => number
}

/** Milliseconds as they pass: for work that waits. */
export const wallClock = (): number => performance.now()

/** Milliseconds of processor time of this process, its collector's included: for pure work on a busy machine. */
export function processorClock(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b)

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5)
}

/** The number below which a share of some numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const inOrder = sorted(numbers)
  return inOrder[Math.round((inOrder.length - 1) * share)] ?? Number.NaN
}

/** Milliseconds that one run takes, over as many runs as fit into the time. */
function cost(run: () => void, { roundMs, clock }: RoundsOptions): number {
  const start = clock()
  let runs = 0
  let elapsed = 0
  do {
    run()
    runs += 1
    elapsed = clock() - start
  } while (elapsed < roundMs)
  return elapsed / runs
}

/**
 * Measures contenders in turn, round after round, and compares each with the first of them, the limit, within the
 * same round. Spread is from the first to the ninth tenth of the rounds.
 */
export function compareInRounds(contenders: readonly Contender[], options: RoundsOptions): Ratio[] {
  for (const { run } of contenders) cost(run, { ...options, roundMs: WARM_UP_MS })
  const costs = contenders.map((): number[] => [])
  for (let round = 0; round < options.rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const at = (round + turn) % contenders.length
      const contender = contenders[at]
      if (contender) costs[at]?.push(cost(contender.run, options))
    }
  }
  return contenders.map(({ name }, at) => {
    const ratios = (costs[at] ?? []).map((each, round) => each / (costs[0]?.[round] ?? Number.NaN))
    return { name, median: median(ratios), low: quantile(ratios, 0.1), high: quantile(ratios, 0.9) }
  })
}
