import { Command } from '../components/command.js'
import { HealthPanel } from '../features/health/health-panel.js'
import { useHealth } from '../features/health/use-health.js'
import { baseUrl } from '../lib/base-url.js'
import { commandsFor } from './commands.js'
import { Step } from './step.js'

const link =
  'font-medium text-amber-800 underline decoration-amber-800/40 underline-offset-4 hover:decoration-current dark:text-amber-300 dark:decoration-amber-300/40'

/** FORGE's start page: whether it runs, and where to go from here. */
export function StartPage() {
  const base = baseUrl(window.location.href)
  const { state, retry } = useHealth(base)
  const commands = commandsFor(base)
  return (
    <div className="min-h-dvh bg-stone-100 text-stone-900 dark:bg-stone-900 dark:text-stone-100">
      <header className="mx-auto flex max-w-3xl items-center gap-3 px-4 pt-8 sm:px-6">
        <img src="./icon.svg" alt="" className="size-7" />
        <p className="font-semibold">Anvil</p>
      </header>
      <main className="mx-auto max-w-3xl px-4 py-8 sm:px-6">
        <HealthPanel state={state} retry={retry} />
        <p className="mt-6 max-w-prose leading-7">
          This FORGE is driven through its API and its command line. Prompts are written, reviewed, locked and published
          here; applications render them from memory and go on when FORGE is away.
        </p>
        <nav aria-label="Reference" className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
          <a className={link} href="./docs">
            API reference
          </a>
          <a className={link} href="./openapi.json">
            OpenAPI document
          </a>
        </nav>
        <h2 className="mt-10 text-lg font-semibold">Next steps</h2>
        <ol className="mt-4 space-y-4">
          <Step title="Sign in" text="The answer holds the token that every further request carries.">
            <Command label="Sign in" text={commands.signIn} />
          </Step>
          <Step title="Look around" text="Organisations own projects, and projects own prompt sets.">
            <Command label="List the organisations" text={commands.look} />
          </Step>
          <Step title="Connect an application" text="Put these lines into its environment, and start the LIVE client.">
            <Command label="Environment of a LIVE instance" text={commands.connect} />
          </Step>
        </ol>
      </main>
    </div>
  )
}
