import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { focusHeading } from '../../components/focus-heading.js'

/** Puts the focus on the heading of the page that was gone to, where what had the focus is gone with the page before. */
export function useArrival(): void {
  const place = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const last = useRef(place)
  useEffect(() => {
    const hasMoved = last.current !== undefined && last.current !== place
    last.current = place
    if (hasMoved && document.activeElement === document.body) focusHeading()
  }, [place])
}
