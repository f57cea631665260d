import { Link, useNavigate } from '@tanstack/react-router'
import { CircleUser } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { MENU, MENU_ITEM } from '../../components/menu.js'
import { signOut } from '../../features/session/api.js'
import { singleKeys } from '../../lib/single-keys.js'
import { readTheme, setTheme, Theme } from '../../lib/theme.js'
import { useSingleKeys } from '../../lib/use-single-keys.js'
import { useSession } from '../../lib/use-session.js'

const THEMES = { system: 'As the system', light: 'Light', dark: 'Dark' }

/** Who is signed in, how the page looks, the reference of the API, and the way out. */
export function UserMenu({ openHelp }: { openHelp: () => void }) {
  const session = useSession()
  const navigate = useNavigate()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={`You: ${session?.user.name ?? 'signed out'}`}
        className="inline-flex size-8 items-center justify-center rounded-md hover:bg-sunken"
      >
        <CircleUser aria-hidden="true" className="size-5" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" className={MENU}>
        <DropdownMenu.Label className="px-2.5 py-1 break-words">
          <span className="block font-medium">{session?.user.name}</span>
          <span className="block text-muted">{session?.user.email}</span>
        </DropdownMenu.Label>
        <DropdownMenu.Item asChild className={MENU_ITEM}>
          <Link to="/account">Your account</Link>
        </DropdownMenu.Item>
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <ThemeItems />
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <KeyItems openHelp={openHelp} />
        <DropdownMenu.Item asChild className={MENU_ITEM}>
          <a href="docs">API reference</a>
        </DropdownMenu.Item>
        <DropdownMenu.Item
          className={MENU_ITEM}
          onSelect={() => void signOut().then(() => navigate({ to: '/sign-in' }))}
        >
          Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

/** Keys that are shortcuts by themselves get in the way of who speaks to the computer, so they can be turned off. */
function KeyItems({ openHelp }: { openHelp: () => void }) {
  return (
    <>
      <DropdownMenu.CheckboxItem checked={useSingleKeys()} onCheckedChange={singleKeys.turn} className={MENU_ITEM}>
        Single-key shortcuts
        <DropdownMenu.ItemIndicator>
          <span aria-hidden="true">✓</span>
        </DropdownMenu.ItemIndicator>
      </DropdownMenu.CheckboxItem>
      <DropdownMenu.Item className={MENU_ITEM} onSelect={openHelp}>
        Keys …
      </DropdownMenu.Item>
      <DropdownMenu.Separator className="my-1 h-px bg-line" />
    </>
  )
}

function ThemeItems() {
  const [theme, choose] = useState(readTheme)
  const pick = (value: string) => {
    const next = Theme.parse(value)
    setTheme(next)
    choose(next)
  }
  return (
    <>
      <DropdownMenu.Label className="px-2.5 py-1 text-muted">Theme</DropdownMenu.Label>
      <DropdownMenu.RadioGroup value={theme} onValueChange={pick}>
        {Theme.options.map((name) => (
          <DropdownMenu.RadioItem key={name} value={name} className={MENU_ITEM}>
            {THEMES[name]}
            <DropdownMenu.ItemIndicator>
              <span aria-hidden="true">✓</span>
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  )
}
