/**
 * node-powershell prints what it starts on our standard output where the variable DEBUG says so, and reads the variable
 * when it is loaded: this module is loaded before it. (facts-windows 2)
 */
delete process.env['DEBUG'];
