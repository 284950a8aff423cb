#pragma once

#include <array>
#include <cstdint>
#include <string_view>

// Texts as calls and results have them, with the tokens that o200k_base and cl100k_base (the
// encodings of GPT-4o and of GPT-4) make of them.
namespace portcullis::test {

struct TokenSample
{
    std::string_view name;
    std::int64_t o200k;
    std::int64_t cl100k;
    std::string_view text;
};

inline constexpr std::array kTokenSamples = {
    TokenSample{
        "english",
        108,
        109,
        R"~(The station reported no measurements between Tuesday evening and Thursday morning, because the technicians who maintain the river gauges had switched the transmitter off. When it came back, the first readings were higher than expected, and two of them were marked as doubtful by the automatic check. We compared them with the neighbouring station upstream, which had recorded a similar rise a few hours earlier. The difference can be explained by the rain that fell in the hills on Wednesday. I would therefore keep the readings, remove the mark, and write a short note for the archive.)~"},
    TokenSample{
        "german",
        104,
        138,
        R"~(Die Messstelle hat zwischen Dienstagabend und Donnerstagmorgen keine Werte gemeldet, weil der Sender während der Wartungsarbeiten abgeschaltet war. Nach dem Wiedereinschalten lagen die ersten Ergebnisse über den Erwartungen, und zwei davon wurden von der automatischen Prüfung als zweifelhaft gekennzeichnet. Ein Vergleich mit der flussaufwärts gelegenen Nachbarstation zeigt einen ähnlichen Anstieg, der einige Stunden früher begonnen hatte. Die Abweichung lässt sich durch die Niederschläge im Einzugsgebiet erklären.)~"},
    TokenSample{
        "french",
        104,
        132,
        R"~(La station n'a transmis aucune mesure entre mardi soir et jeudi matin, parce que l'émetteur avait été coupé pendant les travaux d'entretien. À la remise en service, les premières valeurs étaient plus élevées que prévu, et deux d'entre elles ont été signalées comme douteuses par le contrôle automatique. La comparaison avec la station voisine, située en amont, montre une hausse semblable quelques heures plus tôt. L'écart s'explique donc par la pluie tombée mercredi sur les collines.)~"},
    TokenSample{"json", 138, 137, R"~({"jsonrpc":"2.0","id":42,"result":{"content":[{"type":"text","text":"3 rows"}],"structuredContent":{"station":"north-7","rows":[{"time":"2026-03-11T08:15:00Z","level_cm":312.4,"quality":"good"},{"time":"2026-03-11T08:30:00Z","level_cm":313.1,"quality":"good"},{"time":"2026-03-11T08:45:00Z","level_cm":319.8,"quality":"doubtful"}],"next_cursor":null,"truncated":false},"isError":false}})~"},
    TokenSample{"pretty json", 99, 97, R"~({
    "name": "find_patients",
    "arguments": {
        "ward": "3B",
        "admitted_after": "2026-01-15",
        "limit": 25,
        "fields": [
            "id",
            "age",
            "diagnosis"
        ],
        "include_discharged": false,
        "sort": {
            "by": "admitted",
            "order": "descending"
        }
    }
}
)~"},
    TokenSample{
        "cpp",
        93,
        93,
        R"~(std::optional<Reading> latest(const std::vector<Reading>& readings, Quality least)
{
    const auto found = std::find_if(readings.rbegin(), readings.rend(), [&](const Reading& each) {
        return each.quality >= least && !each.removed;
    });
    if (found == readings.rend()) {
        return std::nullopt;
    }
    return *found; // the newest that is good enough
}
)~"},
    TokenSample{"python", 99, 99, R"~(def summarize(rows, key="station"):
    totals = {}
    for row in rows:
        if row["quality"] != "good":
            continue
        name = row[key]
        count, total = totals.get(name, (0, 0.0))
        totals[name] = (count + 1, total + float(row["level_cm"]))
    return {name: total / count for name, (count, total) in totals.items() if count > 0}
)~"},
    TokenSample{"csv", 419, 419, R"~(station;time;level_cm;flow;quality
north-1;2026-03-11 08:00;312.4;48.25;doubtful
north-2;2026-03-11 09:15;314.1;49.18;good
north-3;2026-03-11 10:30;315.8;50.11;good
north-4;2026-03-11 11:45;317.5;51.04;good
north-1;2026-03-12 08:00;319.2;51.97;good
north-2;2026-03-12 09:15;320.9;52.90;doubtful
north-3;2026-03-12 10:30;322.6;53.83;good
north-4;2026-03-12 11:45;324.3;54.76;good
north-1;2026-03-13 08:00;326.0;55.69;good
north-2;2026-03-13 09:15;327.7;56.62;good
north-3;2026-03-13 10:30;329.4;57.55;doubtful
north-4;2026-03-13 11:45;331.1;58.48;good
north-1;2026-03-14 08:00;332.8;59.41;good
north-2;2026-03-14 09:15;334.5;60.34;good
north-3;2026-03-14 10:30;336.2;61.27;good
north-4;2026-03-14 11:45;337.9;62.20;doubtful
)~"},
    TokenSample{
        "log",
        336,
        336,
        R"~(2026-03-11T08:15:00.000Z WARN [worker-0] gauge.reader: station=north-0 took 120ms, 0 retries, status=timeout
2026-03-11T08:16:07.137Z INFO [worker-1] gauge.reader: station=north-1 took 133ms, 3 retries, status=ok
2026-03-11T08:17:14.274Z INFO [worker-2] gauge.reader: station=north-2 took 146ms, 6 retries, status=ok
2026-03-11T08:18:21.411Z WARN [worker-3] gauge.reader: station=north-3 took 159ms, 9 retries, status=timeout
2026-03-11T08:19:28.548Z INFO [worker-0] gauge.reader: station=north-4 took 172ms, 12 retries, status=ok
2026-03-11T08:20:35.685Z INFO [worker-1] gauge.reader: station=north-5 took 185ms, 15 retries, status=ok
2026-03-11T08:21:42.822Z WARN [worker-2] gauge.reader: station=north-6 took 198ms, 18 retries, status=timeout
2026-03-11T08:22:49.959Z INFO [worker-3] gauge.reader: station=north-7 took 211ms, 21 retries, status=ok
)~"},
    TokenSample{
        "chinese",
        103,
        150,
        R"~(由于技术人员在维护期间关闭了发射器，该站从星期二晚上到星期四早上没有上报任何测量数据。重新开机后，最初的读数高于预期，其中两个被自动检查标记为可疑。我们将它们与上游的邻近站点进行了比较，后者几个小时前也记录到了类似的上升。差异可以用星期三山区的降雨来解释，因此我建议保留这些读数。)~"},
    TokenSample{
        "japanese",
        135,
        189,
        R"~(保守作業のあいだ送信機の電源が切られていたため、観測所は火曜日の夜から木曜日の朝まで測定値を報告しませんでした。再開後の最初の値は予想より高く、そのうち二つは自動検査で疑わしいと判定されました。上流の隣の観測所でも数時間前に同じような上昇が記録されています。水曜日に山地で降った雨で説明できるので、値はそのまま残すべきだと考えます。)~"},
    TokenSample{
        "russian",
        100,
        174,
        R"~(Станция не передавала измерений с вечера вторника до утра четверга, потому что во время обслуживания передатчик был выключен. После включения первые показания оказались выше ожидаемых, и два из них автоматическая проверка отметила как сомнительные. Соседняя станция выше по течению зафиксировала похожий подъём несколькими часами раньше. Разницу можно объяснить дождём, который прошёл в среду в горах.)~"},
    TokenSample{
        "arabic",
        76,
        190,
        R"~(لم ترسل المحطة أي قياسات بين مساء الثلاثاء وصباح الخميس لأن الفنيين أوقفوا جهاز الإرسال أثناء أعمال الصيانة. وعند إعادة تشغيله كانت القراءات الأولى أعلى من المتوقع، وقد وضعت المراجعة الآلية علامة شك على اثنتين منها. وسجلت المحطة المجاورة ارتفاعا مشابها قبل ذلك بساعات قليلة.)~"},
    TokenSample{
        "base64",
        350,
        366,
        R"~(bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1L9RIvNEVUxTveLruM0rfj0WAK1jHDhaXXzOI8d4VFmtvBtMkA/+SNV1tdpcY4BAEl9l2w/j4kSUt26phkV9mGCE/tCLl4r019GWp0RqhrWACeY2thHbFiEbZamq3/KcXlLZxQjFAjRzRNjAetkcvWBor8df9ikvBioJyjgcieced7mprp4wsNvbb1EKJk753ngVAde2uSronrBZxat0PbZ1humPrSfaC5lovAOaHvNMk5ubjlI6i++J1HhgjF7PbKNYdY9tJ+bPRScpN5d6dI/Yg5HbZ5ztp9x78fAF7oeb7q13mUz1czQewXtYu/frNNJxHJk8HZdrEosxiNwYKaK0w0L1Qz6+WRodp34BPRtyR1Vi1IV43Ki4S6xmUcPLkBukcZyAtv6RGwkafAUSS2Tu7Olk4JwFjvj5gF2spUa+fPRqB4/tT6/QteOv8USAK4U/iuRZpPDBSt0zFLfMOm)~"},
    TokenSample{
        "hex", 223, 223, R"~(b70a14ee1e15d7aa94bd810ec06f4cb77a346e8f33aef6bfeae3d7c4442d7a93
ec31682fde561917952ff78a7a8adeffd0febc372dd26871916c46c630381b45
844ecc08164e2eab27634a9adee1afa6599e589570e719784e080ce747fc0e45
844b69c4d54cc264bc2dadb6bb70f53bc123beafc0f58d81ed8cd4a07c24a5a7
7985b0c8b858e77f57c6d403b315ade04d2485d6ec2d09694256eadd20db6f27
29f2394eb92d0ded9247b8d7188ebddae3e13c71ebcf939302619b29604486b0
)~"},
    TokenSample{"markdown", 149, 148, R"~(# Findings

| station | readings | doubtful | mean level |
|---------|---------:|---------:|-----------:|
| north-1 |       96 |        2 |      312.4 |
| north-2 |       88 |        0 |      298.7 |
| south-1 |       96 |       11 |      145.0 |

1. **north-1**: two readings after the restart (see `gauge.log`).
2. **south-1**: the sensor drifts; [replace it](https://example.org/wiki/sensors#drift) before April.

- [x] compared with upstream
- [ ] informed the archive
)~"},
    TokenSample{
        "html",
        154,
        155,
        R"~(<table class="readings" id="north-1"><thead><tr><th scope="col">Time</th><th scope="col">Level</th></tr></thead><tbody><tr><td>08:15</td><td class="good">312.4&nbsp;cm</td></tr><tr><td>08:30</td><td class="good">313.1&nbsp;cm</td></tr><tr><td>08:45</td><td class="doubtful">319.8&nbsp;cm</td></tr></tbody></table><p>Read by <a href="/people/17?tab=profile">M. Keller</a> &amp; checked twice.</p>)~"},
    TokenSample{
        "sql",
        125,
        124,
        R"~(SELECT s.name, date_trunc('day', r.taken_at) AS day, avg(r.level_cm) AS mean_level, count(*) FILTER (WHERE r.quality <> 'good') AS doubtful
FROM readings AS r
JOIN stations AS s ON s.id = r.station_id
WHERE r.taken_at >= '2026-03-01' AND r.taken_at < '2026-04-01' AND s.region IN ('north', 'south')
GROUP BY s.name, day
HAVING count(*) > 10
ORDER BY day DESC, mean_level ASC
LIMIT 100;
)~"},
    TokenSample{"paths", 140, 139, R"~(/srv/data/gauges/north-1/2026/03/raw_readings_0001.parquet
/srv/data/gauges/north-1/2026/03/raw_readings_0002.parquet
/home/mkeller/projects/flood-report/src/analysis/compare_stations.py
/home/mkeller/projects/flood-report/tests/analysis/test_compare_stations.py
/usr/lib/x86_64-linux-gnu/libexample.so.3.0.1
https://gauges.example.org/api/v2/stations/north-1/readings?from=2026-03-01&to=2026-03-31&format=json
)~"},
    TokenSample{"uuids", 217, 218, R"~(3e334e85-9879-4f25-ad38-27d651b7804a 11
e4774cdd-a079-4f86-a14e-8b9140bb6db4 48
270c1b08-4f3f-446e-a578-7075158d9c53 85
532a7b8e-0328-48d0-aa8e-6258b28b9a36 122
7b8d62fd-2f0f-4b2e-aba5-437e5b983128 159
4d0a87b6-3b72-40cd-a440-4e2d8098dee1 196
a6a03a32-1dfc-4ab8-ac18-6fe4b38338a2 233
6bce05df-9831-4a77-a9a5-edc4f7abfbec 270
)~"},
};

} // namespace portcullis::test
