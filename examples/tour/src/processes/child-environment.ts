/** An environment with nothing of Anvil's in it but what is given, so that the tour sees its own settings only. */
export function childEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  own: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const foreign = Object.entries(inherited).filter(([name]) => !/^(ANVIL_|DATABASE_URL$|PORT$|HOST$)/.test(name))
  return { ...Object.fromEntries(foreign), ...own }
}
