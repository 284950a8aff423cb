#pragma once

// The contract between the gateway and portcullis-supervisor, the small program that stands between it
// and one stdio server, so that the server and everything it started ends with the gateway, even when
// the gateway is killed.
namespace portcullis::upstream {

// File descriptors the supervisor inherits besides the child's 0, 1 and 2, which it passes on.
inline constexpr int kLifelineFd = 3; // read end: end of file means that the gateway is gone or done
inline constexpr int kStatusFd = 4;   // write end: "exit <code>\n" or "signal <number>\n" or "exec <errno>\n"

// After the lifeline closes: how long the child may take by itself, and then after SIGTERM.
inline constexpr int kGraceMillis = 3000;
inline constexpr int kTermMillis = 2000;

} // namespace portcullis::upstream
