#pragma once

namespace portcullis::installation {

// Keeps memory with secrets in it out of core dumps and away from debuggers of the same user.
// Called once, first of all. Nothing depends on it: a system that refuses is no reason not to
// start.
void keepMemoryPrivate();

} // namespace portcullis::installation
