// The page's script: small modules without dependencies, one per thing a person does.
import "./live.js";
import "./composer.js";
import "./deeds.js";
import "./popups.js";
