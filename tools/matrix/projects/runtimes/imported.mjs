import '@angular/compiler';
import * as core from '@angular/core';
import * as rxjs from 'rxjs';
import * as root from 'rxjs-prefetch-cache';
import * as angular from 'rxjs-prefetch-cache/angular';
import * as router from 'rxjs-prefetch-cache/angular/router';
import * as http from 'rxjs-prefetch-cache/http';
import * as keyv from 'rxjs-prefetch-cache/keyv';
import * as mot from 'rxjs-prefetch-cache/mot';
import * as motNode from 'rxjs-prefetch-cache/mot/node';
import * as node from 'rxjs-prefetch-cache/node';
import * as operators from 'rxjs-prefetch-cache/operators';
import * as testing from 'rxjs-prefetch-cache/testing';
import check from './check.cjs';

const entries = { root, operators, http, keyv, mot, motNode, node, testing, angular, router };
await check({ ...entries, core, rxjs });
