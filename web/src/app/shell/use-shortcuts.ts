import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { singleKeyOf } from '../../lib/single-key-of.js'
import { PLACES } from './places.js'

const PAIR_MS = 1_000

interface Shortcuts {
  openPalette: () => void
  openHelp: () => void
}

/** The keys that work on every page: Ctrl or Cmd and K for the palette, `g` and a letter for a page of the project, `?` for the keys. */
export function useShortcuts({ openPalette, openHelp }: Shortcuts): void {
  const { projectId } = useParams({ strict: false })
  const navigate = useNavigate()
  const goneAt = useRef(-Infinity)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        openPalette()
      }
      const key = singleKeyOf(event)
      if (key === undefined) return
      if (key === '?') openHelp()
      if (key === 'g') goneAt.current = event.timeStamp
      const place = PLACES.find((place) => place.key === key)
      if (!place || projectId === undefined || event.timeStamp - goneAt.current > PAIR_MS) return
      goneAt.current = -Infinity
      void navigate({ to: place.to, params: { projectId } })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [navigate, openPalette, openHelp, projectId])
}
