import type { PromptSetStatus } from '@anvil/shared'
import { Eye, Lock, PencilLine } from 'lucide-react'
import { Mark, type MarkLook } from '../../components/mark.js'

const LOOKS: Record<PromptSetStatus, MarkLook> = {
  LIVE: { tone: 'quiet', icon: PencilLine, word: 'LIVE status' },
  REVIEW: { tone: 'warn', icon: Eye, word: 'REVIEW' },
  LOCKED: { tone: 'good', icon: Lock, word: 'LOCKED' },
}

/** The status of a prompt set. */
export function StatusMark({ status }: { status: PromptSetStatus }) {
  return <Mark look={LOOKS[status]} />
}
