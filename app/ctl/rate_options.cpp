#include "app/ctl/rate_options.h"

#include "app/ctl/rates.h"

namespace portcullis::ctl {

void addRateOptions(CLI::App& command, RateOptions& options, bool removable)
{
    CLI::Option* rate =
        command
            .add_option("--rate", options.rate, "Calls in a time: 5/s, 60/min, 1000/h, 9000/day")
            ->type_name("CALLS/TIME")
            ->check(checkRate);
    CLI::Option* burst =
        command
            .add_option("--burst", options.burst, "Of them at one moment; as many as in the time")
            ->type_name("CALLS")
            ->check(CLI::Range(1U, 1'000'000U));
    if (removable) {
        command.add_flag("--no-rate", options.noRate, "Without a rate")
            ->excludes(rate)
            ->excludes(burst);
    }
}

Result<std::optional<api::RateLimit>> rateFrom(const RateOptions& options,
                                               const std::optional<api::RateLimit>& present)
{
    if (options.noRate) {
        return std::optional<api::RateLimit>();
    }
    std::optional<api::RateLimit> rate = present;
    if (!options.rate.empty()) {
        auto parsed = parseRate(options.rate);
        if (!parsed) {
            return fail(std::move(parsed.error()));
        }
        rate = *parsed;
    }
    if (options.burst > 0) {
        if (!rate) {
            return fail(ErrorCode::InvalidArgument,
                        "A burst belongs to a rate: give --rate, too, such as --rate 60/min.");
        }
        rate->burst = options.burst;
    }
    return rate;
}

} // namespace portcullis::ctl
