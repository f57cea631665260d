import { Modal } from '../../components/modal.js'
import { useSingleKeys } from '../../lib/use-single-keys.js'
import { PLACES } from './places.js'

const EVERYWHERE = [
  { keys: ['Ctrl K', '⌘ K'], what: 'Find a page, a prompt, an action or a project' },
  { keys: ['Ctrl Enter', '⌘ Enter'], what: 'Do what the page is for' },
]
const IN_LISTS = [
  { keys: ['↓', '↑'], what: 'Move in a list, once the focus is in it' },
  { keys: ['Enter'], what: 'Open what has the focus' },
]
const SINGLE = [
  { keys: ['?'], what: 'Show these keys' },
  { keys: ['j', 'k'], what: 'Move down and up in a list, or to the next prompt and back' },
  { keys: ['x'], what: 'Select the prompt, or give it back' },
  { keys: ['Shift X'], what: 'Select all from the one selected before' },
  ...PLACES.map(({ name, key }) => ({ keys: [`g ${key}`], what: `Go to ${name}` })),
]

/** The keys that do something, and which of them can be turned off. */
export function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const isOn = useSingleKeys()
  return (
    <Modal title="Keys" open={open} onClose={onClose}>
      <Keys title="Everywhere" keys={EVERYWHERE} />
      <Keys title="In a list of prompts" keys={IN_LISTS} />
      <Keys title={isOn ? 'Single keys' : 'Single keys (turned off)'} keys={SINGLE} />
      <p className="text-muted">Single keys are turned {isOn ? 'off' : 'on'} in the menu with your name.</p>
    </Modal>
  )
}

function Keys({ title, keys }: { title: string; keys: readonly { keys: readonly string[]; what: string }[] }) {
  return (
    <section className="mb-4">
      <h3 className="mb-1 font-medium">{title}</h3>
      <dl className="divide-y divide-line">
        {keys.map(({ keys: names, what }) => (
          <div key={what} className="flex items-baseline justify-between gap-4 py-1">
            <dt className="flex shrink-0 gap-1.5">
              {names.map((name) => (
                <kbd key={name} className="rounded border border-line bg-sunken px-1.5 font-mono text-xs leading-6">
                  {name}
                </kbd>
              ))}
            </dt>
            <dd className="text-right text-muted">{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
