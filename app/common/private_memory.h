#pragma once

namespace portcullis::installation {

// Keeps memory with secrets in it out of core dumps and away from debuggers of the same user.
// Called once, first of all. Nothing depends on it: a system that refuses is no reason not to
// start.
void keepMemoryPrivate();

// Takes back what hides from processes of the same user which program this is; with it, their
// debuggers are let in again. Core dumps stay off.
void showProgram();

} // namespace portcullis::installation
