import { useNavigate, useParams } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { Modal } from '../../components/modal.js'
import { PickList } from '../../components/pick-list.js'
import { Problem } from '../../components/problem.js'
import { useFound } from './use-found.js'
import { useShortcuts } from './use-shortcuts.js'

/** Everything that can be gone to or done, found by typing: Ctrl or Cmd and K. */
export function Palette({ openHelp }: { openHelp: () => void }) {
  const [isOpen, setOpen] = useState(false)
  useShortcuts({ openPalette: () => setOpen(true), openHelp })
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        className="flex min-h-8 items-center gap-2 rounded-md border border-line px-2.5 text-muted hover:bg-sunken"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="max-sm:sr-only">Search</span>
        <kbd className="font-mono text-xs max-sm:hidden">Ctrl K</kbd>
      </button>
      <Modal title="Go to or do" open={isOpen} onClose={() => setOpen(false)}>
        <PaletteBox openHelp={openHelp} onDone={() => setOpen(false)} />
      </Modal>
    </>
  )
}

function PaletteBox({ openHelp, onDone }: { openHelp: () => void; onDone: () => void }) {
  const { projectId, promptSetId } = useParams({ strict: false })
  const [text, setText] = useState('')
  const { found, isLooking, isCut, error } = useFound(text, { projectId, promptSetId, openHelp })
  const navigate = useNavigate()
  return (
    <>
      <PickList
        label={projectId === undefined ? 'Page, project or action' : 'Page, prompt, action or project'}
        text={text}
        onType={setText}
        options={found}
        isLooking={isLooking}
        onPick={({ pick }) => {
          onDone()
          if ('run' in pick) pick.run()
          else void navigate(pick.link)
        }}
      />
      {isCut && <p className="mt-2 text-muted">More prompts say this. Type more of it, or look through a set.</p>}
      {error !== null && <Problem error={error} />}
    </>
  )
}
