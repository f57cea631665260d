import { useState } from 'react'
import { session } from '../../lib/forge.js'
import { Typed } from './example-values.js'
import type { PromptKey } from './api.js'

/** The example values that a person typed for a prompt in this browser. */
export function useExampleValues(key: PromptKey) {
  const place = `anvil.examples/${session.get()?.user.id ?? ''}/${key.promptSetId}/${key.promptId}`
  const [typed, setTyped] = useState(() => read(place))
  const type = (name: string, value: string) => {
    const next = { ...typed, [name]: value }
    setTyped(next)
    try {
      localStorage.setItem(place, JSON.stringify(next))
    } catch {
      // A full storage forgets examples, not prompts.
    }
  }
  return { typed, type }
}

function read(place: string): Typed {
  try {
    return Typed.parse(JSON.parse(localStorage.getItem(place) ?? '{}'))
  } catch {
    return {}
  }
}
