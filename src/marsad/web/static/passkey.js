/* Makes a passkey, or shows one: the desk says what is needed, the device answers, a form sends it. */
const form = document.getElementById("passkey");
const field = (name) => form.elements.namedItem(name);
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function plain(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function answer(options) {
  options.challenge = bytes(options.challenge);
  for (const name of ["excludeCredentials", "allowCredentials"])
    for (const each of options[name] ?? []) each.id = bytes(each.id);
  if (!options.user) return navigator.credentials.get({ publicKey: options });
  options.user.id = bytes(options.user.id);
  return navigator.credentials.create({ publicKey: options });
}

form?.addEventListener("submit", async (event) => {
  if (field("said").value) return;
  event.preventDefault();
  const asked = new FormData();
  asked.set("form_token", field("form_token").value);
  try {
    const given = await fetch(form.dataset.options, { method: "POST", body: asked });
    if (!given.ok) throw new Error(String(given.status));
    field("said").value = plain(await answer(await given.json()));
    form.submit();
  } catch {
    // The device refused, or nobody touched it in time: the sentence is in the page already.
    document.getElementById("passkey-fault").hidden = false;
  }
});
