import { useEffect } from 'react'
import { singleKeyOf } from '../lib/single-key-of.js'

interface RowKeys {
  step: (by: number) => void
  toggle: (isRange: boolean) => void
}

/** The single keys of a list: `j` and `k` move, `x` selects, with Shift a range. */
export function useRowKeys({ step, toggle }: RowKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = singleKeyOf(event)
      if (key === 'j') step(1)
      else if (key === 'k') step(-1)
      else if (key === 'x' || key === 'X') toggle(key === 'X')
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [step, toggle])
}
