import { useCallback, useEffect, useState } from 'react'
import { askHealth, type HealthState } from './ask-health.js'

const REFRESH_MS = 15_000

/** FORGE's health, asked for at once, four times a minute while the page is shown, and on `retry`. */
export function useHealth(base: string): { state: HealthState; retry: () => void } {
  const [state, setState] = useState<HealthState>({ face: 'loading' })

  useEffect(() => {
    let shown = true
    const ask = async () => {
      const next = await askHealth(base)
      if (shown) setState(next)
    }
    void ask()
    const timer = setInterval(() => {
      if (!document.hidden) void ask()
    }, REFRESH_MS)
    return () => {
      shown = false
      clearInterval(timer)
    }
  }, [base])

  const retry = useCallback(() => {
    setState({ face: 'loading' })
    void askHealth(base).then(setState)
  }, [base])
  return { state, retry }
}
