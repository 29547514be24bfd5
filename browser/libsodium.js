// Ristretto255 and SHA-512 compiled from C: the Contribute page multiplies points by the hundred
// thousand. Only what contribute/oprf.js asks for is taken out.
export { default as sodium } from "libsodium-wrappers-sumo";
