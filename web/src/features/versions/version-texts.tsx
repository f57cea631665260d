import type { VersionDetail } from '@anvil/shared/api'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { promptText } from '../diffs/prompt-text.js'
import { TextBox } from '../diffs/text-box.js'

const STEP = 25

/** What the prompts of a version say, each opened by itself. */
export function VersionTexts({ version: { snapshot } }: { version: VersionDetail }) {
  const [shown, setShown] = useState(STEP)
  const prompts = Object.entries(snapshot).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const left = prompts.length - shown
  return (
    <div className="space-y-3">
      <ul
        aria-label="Prompts"
        className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
      >
        {prompts.slice(0, shown).map(([id, prompt]) => (
          <li key={id}>
            <details>
              <summary className="cursor-pointer px-4 py-2 font-mono -outline-offset-2 break-all hover:bg-sunken">
                {id}
              </summary>
              <div className="px-4 pb-3">
                <TextBox label={`Text of ${id}`}>{promptText(prompt)}</TextBox>
              </div>
            </details>
          </li>
        ))}
      </ul>
      {left > 0 && <Button onClick={() => setShown(shown + STEP)}>Show {Math.min(STEP, left)} more</Button>}
    </div>
  )
}
