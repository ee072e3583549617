require('@angular/compiler');
const check = require('./check.cjs');

void check({
  root: require('rxjs-prefetch-cache'),
  operators: require('rxjs-prefetch-cache/operators'),
  http: require('rxjs-prefetch-cache/http'),
  keyv: require('rxjs-prefetch-cache/keyv'),
  mot: require('rxjs-prefetch-cache/mot'),
  motNode: require('rxjs-prefetch-cache/mot/node'),
  node: require('rxjs-prefetch-cache/node'),
  testing: require('rxjs-prefetch-cache/testing'),
  angular: require('rxjs-prefetch-cache/angular'),
  router: require('rxjs-prefetch-cache/angular/router'),
  core: require('@angular/core'),
  rxjs: require('rxjs'),
});
