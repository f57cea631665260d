const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Resolves when this process is asked to end. It is heard once: asked again, by either signal, it ends at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of SIGNALS) process.off(signal, stop)
      resolve()
    }
    for (const signal of SIGNALS) process.on(signal, stop)
  })
}
