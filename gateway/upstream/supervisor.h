#pragma once

// The contract between the gateway and portcullis-supervisor, the small program that stands between
// it and one stdio server, so that the server and everything it started ends with the gateway, even
// when the gateway is killed.
//
//   portcullis-supervisor --grace=<ms> --term=<ms> -- <program> [argument…]
//
// The child gets descriptors 0, 1 and 2, the environment and the working directory of the
// supervisor. The supervisor ends when the child and all its descendants are gone.
namespace portcullis::upstream {

// File descriptors the supervisor inherits besides the child's 0, 1 and 2, which it passes on.
inline constexpr int kLifelineFd =
    3; // read end: end of file means that the gateway is gone or done
inline constexpr int kStatusFd =
    4; // write end: "exit <code>\n" or "signal <number>\n" or "exec <errno>\n"

// Written to the lifeline before it is closed in an orderly stop. Without it the gateway has died,
// and the times below are cut to kOrphanMillis each, so that nothing is left 5 s after a crash
// (C-58).
inline constexpr char kOrderlyStop = 'q';

// After the lifeline closes: how long the child may take by itself, and then after SIGTERM.
inline constexpr int kGraceMillis = 3000;
inline constexpr int kTermMillis = 2000;
inline constexpr int kOrphanMillis = 1500;

} // namespace portcullis::upstream
