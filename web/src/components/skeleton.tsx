import { useEffect, useState } from 'react'

const PATIENCE_MS = 150

/** The lines of what is on its way, shown once that takes long enough to be noticed. */
export function Skeleton({ lines }: { lines: number }) {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" className="space-y-3">
      <span className="sr-only">Loading …</span>
      {isLate &&
        Array.from({ length: lines }, (_, line) => (
          <div key={line} className="h-9 animate-pulse rounded-md bg-sunken" aria-hidden="true" />
        ))}
    </div>
  )
}
