#include "core/io/json.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "core/base/random.hpp"
#include "core/io/json_node.hpp"

namespace convscope {
namespace {

std::string problem(std::string_view text) {
    const auto value = parse_json(text, "f.json");
    EXPECT_FALSE(value) << text;
    if (value) return {};
    EXPECT_EQ(value.error().where, "f.json");
    return value.error().message;
}

TEST(ParseJson, EveryKindOfValue) {
    const auto document =
        parse_json(R"({"a": [1, -2.5, true, null, "x\u00e9"], "b": {"c": {}}})", "f");
    ASSERT_TRUE(document) << document.error().text();
    const auto& items = *document->find("a")->get_if<JsonValue::Array>();
    EXPECT_EQ(*items[0].get_if<std::int64_t>(), 1);
    EXPECT_EQ(*items[1].get_if<double>(), -2.5);
    EXPECT_EQ(*items[2].get_if<bool>(), true);
    EXPECT_EQ(items[3].kind_name(), "null");
    EXPECT_EQ(*items[4].get_if<std::string>(), "x\u00e9");
    EXPECT_NE(document->find("b")->find("c"), nullptr);
    EXPECT_EQ(document->find("b")->find("d"), nullptr);
}

TEST(ParseJson, SaysWhereItIsWrong) {
    EXPECT_TRUE(problem("{\n  \"a\": 1,,\n}").starts_with("line 2, column 10"));
    EXPECT_TRUE(problem("").starts_with("line 1"));
    problem("{\"a\": 1} x");
    problem("{\"a\"");
    problem("[1, 2");
    problem("\"\xff\"");
    problem("nan");
    problem(std::string_view("\0", 1));
}

TEST(ParseJson, RefusesWhatItCannotHold) {
    EXPECT_NE(problem("[1e999]").find("too large"), std::string::npos);
    EXPECT_NE(problem(R"({"a": 1, "a": 2})").find("twice"), std::string::npos);
    EXPECT_NE(problem(std::string(1'000'000, '[')).find("nested"), std::string::npos);
    EXPECT_NE(problem(std::string(kMaxJsonBytes + 1, ' ')).find("too long"), std::string::npos);
    std::string wide = "{";
    for (int i = 0; i < 300; ++i) wide += "\"k" + std::to_string(i) + "\": 0, ";
    EXPECT_NE(problem(wide).find("256 keys"), std::string::npos);
    EXPECT_TRUE(parse_json(std::string(32, '[') + std::string(32, ']'), "f"));
    problem(std::string(33, '[') + std::string(33, ']'));
}

TEST(JsonNode, KnowsItsPath) {
    const auto document = parse_json(R"({"layers": [{"stride": {"x": "1"}}]})", "s.json");
    const std::string file = "s.json";
    const JsonNode root(*document, file);
    const JsonNode stride = *root.member("layers")->item(0).member("stride");
    const auto x = stride.member("x")->integer(1, 64);
    ASSERT_FALSE(x);
    EXPECT_EQ(x.error().text(),
              "s.json: layers[0].stride.x: must be a whole number from 1 to 64, not a text");
    const std::string_view keys[] = {"y"};
    EXPECT_EQ(stride.check_keys(keys).error().where, "s.json: layers[0].stride.x");
    EXPECT_EQ(root.required("image").error().where, "s.json");
}

TEST(JsonNode, NumbersOfFloatRange) {
    const auto document =
        parse_json("[3.4028235e38, 3.4028236e38, 1e300, -1e39, 1e-60, true]", "f");
    const std::string file = "f";
    const JsonNode root(*document, file);
    EXPECT_EQ(*root.item(0).number(), std::numeric_limits<float>::max());
    for (const std::size_t i : {1u, 2u, 3u, 5u}) EXPECT_FALSE(root.item(i).number()) << i;
    EXPECT_EQ(*root.item(4).number(), 0.0f);
}

TEST(JsonWriter, LaysOutObjectsAndLists) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("name", "a \"b\"\n");
    writer.key("list");
    writer.begin_array();
    writer.value(1);
    writer.begin_object();
    writer.member("x", 0.1f);
    writer.end_object();
    writer.end_array();
    writer.key("none");
    writer.begin_object();
    writer.end_object();
    writer.end_object();
    EXPECT_EQ(writer.text(),
              "{\n  \"name\": \"a \\\"b\\\"\\u000a\",\n  \"list\": [1, {\"x\": 0.1}],\n"
              "  \"none\": {}\n}\n");
}

TEST(JsonWriter, ReplacesWhatIsNotUtf8) {
    JsonWriter writer;
    writer.value("a\xff\xc3\xa9\xc0\xaf\xed\xa0\x80");
    EXPECT_TRUE(is_utf8(writer.text()));
    EXPECT_TRUE(writer.text().find("\xc3\xa9") != std::string::npos);
    EXPECT_FALSE(is_utf8("\xff"));
    EXPECT_TRUE(parse_json(writer.text(), "f"));
}

float round_trip(float number) {
    JsonWriter writer;
    writer.begin_array();
    writer.value(number);
    writer.end_array();
    const auto document = parse_json(writer.text(), "f");
    EXPECT_TRUE(document) << writer.text();
    const std::string file = "f";
    return *JsonNode(*document, file).item(0).number();
}

TEST(JsonWriter, FloatsReadBackAsTheSameBits) {
    Random random(7);
    for (int i = 0; i < 20000; ++i) {
        const float number = std::bit_cast<float>(static_cast<std::uint32_t>(random.next()));
        if (!std::isfinite(number)) continue;
        ASSERT_EQ(std::bit_cast<std::uint32_t>(round_trip(number)),
                  std::bit_cast<std::uint32_t>(number))
            << number;
    }
    EXPECT_TRUE(std::signbit(round_trip(-0.0f)));
}

TEST(JsonWriter, NamesWhatJsonHasNoNumberFor) {
    JsonWriter writer;
    writer.begin_array();
    writer.value(std::numeric_limits<float>::quiet_NaN());
    writer.value(-std::numeric_limits<double>::infinity());
    writer.end_array();
    EXPECT_EQ(writer.text(), "[\"NaN\", \"-Infinity\"]\n");
}

}  // namespace
}  // namespace convscope
