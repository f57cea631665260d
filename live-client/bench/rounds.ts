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

/** How often everything is measured; `roundMs` is what one contender gets in a round, in milliseconds. */
export interface RoundsOptions {
  readonly rounds: number
  readonly roundMs: number
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
function cost(run: () => void, forMs: number): number {
  const start = performance.now()
  let runs = 0
  let elapsed = 0
  do {
    run()
    runs += 1
    elapsed = performance.now() - start
  } while (elapsed < forMs)
  return elapsed / runs
}

/**
 * Measures contenders in turn, round after round, and compares each with the first of them, the limit, within the
 * same round. Spread is from the first to the ninth tenth of the rounds.
 */
export function compareInRounds(contenders: readonly Contender[], { rounds, roundMs }: RoundsOptions): Ratio[] {
  for (const { run } of contenders) cost(run, roundMs)
  const costs = contenders.map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const at = (round + turn) % contenders.length
      const contender = contenders[at]
      if (contender) costs[at]?.push(cost(contender.run, roundMs))
    }
  }
  return contenders.map(({ name }, at) => {
    const ratios = (costs[at] ?? []).map((each, round) => each / (costs[0]?.[round] ?? Number.NaN))
    return { name, median: median(ratios), low: quantile(ratios, 0.1), high: quantile(ratios, 0.9) }
  })
}
