import { useDeferredValue, useEffect, useState } from 'react'
import { type Content, isLarge } from './content.js'

const PAUSE_MS = 300

/** A content as it is read while it is written: at once, or where that would be felt, once typing pauses. */
export function useSettled(content: Content): Content {
  const deferred = useDeferredValue(content)
  const [settled, setSettled] = useState(content)
  const waits = isLarge(content)
  useEffect(() => {
    if (!waits) return undefined
    const timer = setTimeout(() => setSettled(content), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [content, waits])
  return waits ? settled : deferred
}
