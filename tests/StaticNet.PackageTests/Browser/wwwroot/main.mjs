import { dotnet } from './_framework/dotnet.js';

const { runMain } = await dotnet.create();
const exitCode = await runMain();
if (exitCode !== 0) {
  throw new Error(`The check program ended with ${exitCode}.`);
}
