using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>The text of <c>[TrainedNetwork]</c>: what a model file's text form holds, written for reading.</summary>
/// <param name="Model">Layers and weights, or what is wrong.</param>
/// <param name="Training">The loss and its options.</param>
/// <param name="Heads">The heads of a network with several outputs; otherwise empty.</param>
internal sealed record TrainedText(ModelFileText Model, TrainingSpec Training, EquatableArray<HeadSpec> Heads)
{
    // The compiler keeps a literal's string as long as nobody edits it: then it is read once.
    private static readonly ConditionalWeakTable<string, TrainedText> s_read = new();

    public static TrainedText Read(string text) => s_read.GetValue(text, static key => new Reader().Read(key));

    private sealed class Reader
    {
        private readonly StringBuilder _model = new("staticnet-model\t1\nsource\ttrained weights\nactivations\tgiven\n");
        private readonly List<float> _values = [];
        private readonly List<HeadSpec> _heads = [];
        private TrainingSpec _training = TrainingSpec.Default(Loss.Auto);
        private string[]? _tensor;
        private int _columns;
        private int _expected;
        private string? _error;

        public TrainedText Read(string text)
        {
            int start = 0;
            while (start < text.Length && _error is null)
            {
                int end = text.IndexOf('\n', start);
                end = end < 0 ? text.Length : end;
                ReadLine(text.Substring(start, end - start).Trim());
                start = end + 1;
            }

            EndTensor();
            _model.Append("end\n");
            return new(_error is null ? ModelFileText.Read(_model.ToString(), "", text) : ModelFileText.Broken("trained weights", _error, text), _training, new([.. _heads]));
        }

        private void ReadLine(string line)
        {
            if (line.Length == 0)
            {
                return;
            }

            if (line[0] is not ('h' or 'i' or 'l' or 't'))
            {
                ReadRow(line);
                return;
            }

            EndTensor();
            string[] fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            switch (fields[0])
            {
                case "input" when fields.Length == 2:
                case "layer" when fields.Length >= 6:
                    _model.Append(string.Join("\t", fields)).Append('\n');
                    break;
                case "head" when fields.Length >= 5:
                    ReadHead(fields);
                    break;
                case "loss" when fields.Length >= 2:
                    ReadLoss(fields);
                    break;
                case "tensor" when fields.Length == 4:
                    BeginTensor(fields);
                    break;
                default:
                    _error ??= $"the line '{Shortened(line)}' is no record of input, layer, loss, head or tensor";
                    break;
            }
        }

        private void BeginTensor(string[] fields)
        {
            string[] shape = fields[3].Split('x');
            long count = 1;
            foreach (string dimension in shape)
            {
                count = int.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? Math.Min(count * size, int.MaxValue) : 0;
            }

            _columns = shape.Length == 2 && int.TryParse(shape[1], NumberStyles.None, CultureInfo.InvariantCulture, out int columns) ? columns : (int)count;
            _expected = (int)count;
            _tensor = fields;
            _values.Clear();
            _error ??= count > 0 ? null : $"the shape '{Shortened(fields[3])}' of '{Shortened(fields[2])}' is none; sizes such as 10x4 are expected";
        }

        private void ReadRow(string line)
        {
            if (_tensor is null)
            {
                _error ??= $"the line '{Shortened(line)}' stands where a record is expected; rows of numbers stand behind 'tensor'";
                return;
            }

            string[] numbers = line.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            string place = $"row {((_values.Count / Math.Max(1, _columns)) + 1).ToString(CultureInfo.InvariantCulture)} of '{Shortened(_tensor[2])}'";
            if (numbers.Length != _columns)
            {
                _error ??= $"{place} has {numbers.Length.ToString(CultureInfo.InvariantCulture)} numbers, expected {_columns.ToString(CultureInfo.InvariantCulture)}";
                return;
            }

            foreach (string number in numbers)
            {
                if (TryNumber(number) is not float value)
                {
                    _error ??= $"'{Shortened(number)}' in {place} is no number";
                    return;
                }

                _values.Add(value);
            }
        }

        private void EndTensor()
        {
            if (_tensor is null)
            {
                return;
            }

            if (_values.Count != _expected)
            {
                _error ??= $"'{Shortened(_tensor[2])}' has {_values.Count.ToString(CultureInfo.InvariantCulture)} numbers, expected {_expected.ToString(CultureInfo.InvariantCulture)} ({_tensor[3]})";
            }

            _model.Append(string.Join("\t", _tensor)).Append('\t').Append(Base64()).Append('\n');
            _tensor = null;
        }

        /// <summary>Name, outputs, loss and its weight; heads stand in the order of their columns.</summary>
        private void ReadHead(string[] fields)
        {
            if (!Enum.TryParse(fields[3], out Loss loss) || loss.ToString() != fields[3])
            {
                _error ??= $"'{Shortened(fields[3])}' is no loss";
                return;
            }

            bool hasSize = int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0;
            float? weight = TryNumber(fields[4]);
            _error ??= hasSize && weight is not null ? null : $"'{Shortened(hasSize ? fields[4] : fields[2])}' of head '{Shortened(fields[1])}' is no {(hasSize ? "weight of a loss" : "number of outputs")}";
            var head = new HeadSpec(fields[1], size, loss, weight ?? 0f);
            foreach (string option in fields.Skip(5))
            {
                int equals = option.IndexOf('=');
                float[]? numbers = Numbers(option, equals);
                HeadSpec? weighted = numbers is null ? null : option.Substring(0, equals) switch
                {
                    "class_weights" => head with { ClassWeights = new EquatableArray<float>(numbers) },
                    "positive_weights" => head with { PositiveWeights = new EquatableArray<float>(numbers) },
                    _ => null,
                };
                _error ??= weighted is null ? $"'{Shortened(option)}' is no option of head '{Shortened(fields[1])}'" : null;
                head = weighted ?? head;
            }

            _heads.Add(head);
        }

        /// <summary>The numbers behind the equals sign; null where there is none, or one is no number.</summary>
        private static float[]? Numbers(string option, int equals)
        {
            float?[] values = [.. option.Substring(equals + 1).Split(',').Select(TryNumber)];
            return equals < 0 || Array.Exists(values, static value => value is null) ? null : [.. values.Select(static value => value!.Value)];
        }

        private void ReadLoss(string[] fields)
        {
            if (!Enum.TryParse(fields[1], out Loss loss) || loss.ToString() != fields[1])
            {
                _error ??= $"'{Shortened(fields[1])}' is no loss";
                return;
            }

            _training = _training with { Loss = loss };
            foreach (string option in fields.Skip(2))
            {
                int equals = option.IndexOf('=');
                if (Numbers(option, equals) is not float[] numbers)
                {
                    _error ??= $"'{Shortened(option)}' is no option of a loss";
                    return;
                }

                TrainingSpec? training = option.Substring(0, equals) switch
                {
                    "label_smoothing" => _training with { LabelSmoothing = numbers[0] },
                    "class_weights" => _training with { ClassWeights = new EquatableArray<float>([.. numbers]) },
                    "positive_weights" => _training with { PositiveWeights = new EquatableArray<float>([.. numbers]) },
                    "output_weights" => _training with { OutputWeights = new EquatableArray<float>([.. numbers]) },
                    "missing_targets" when numbers[0] is 0 or 1 => _training with { MissingTargets = (MissingTargets)(int)numbers[0] },
                    "focal_gamma" => _training with { FocalGamma = numbers[0] },
                    "huber_delta" => _training with { HuberDelta = numbers[0] },
                    "smooth_l1_beta" => _training with { SmoothL1Beta = numbers[0] },
                    "hinge_margin" => _training with { HingeMargin = numbers[0] },
                    "pre_emphasis" => _training with { PreEmphasis = numbers[0] },
                    "direct_current_weight" => _training with { DirectCurrentWeight = numbers[0] },
                    _ => null,
                };
                _error ??= training is null ? $"'{Shortened(option)}' is no option of a loss" : null;
                _training = training ?? _training;
            }
        }

        /// <summary>
        /// A float from its text. Read as a double and rounded, which gives the same on every runtime the compiler may run on, and
        /// what was written was checked to come back that way.
        /// </summary>
        private static float? TryNumber(string text)
        {
            switch (text)
            {
                case "NaN": return float.NaN;
                case "Infinity": return float.PositiveInfinity;
                case "-Infinity": return float.NegativeInfinity;
            }

            if (text.StartsWith("NaN:", StringComparison.Ordinal))
            {
                return uint.TryParse(text.Substring(4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits)
                    ? BitConverter.ToSingle(BitConverter.GetBytes(bits), 0)
                    : null;
            }

            return !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || double.IsInfinity(value) || double.IsNaN(value) ? null
                : value == 0 && text[0] == '-' ? -0f
                : (float)value;
        }

        private string Base64()
        {
            var bytes = new byte[4 * _values.Count];
            for (int i = 0; i < _values.Count; i++)
            {
                byte[] value = BitConverter.GetBytes(_values[i]);
                if (!BitConverter.IsLittleEndian)
                {
                    Array.Reverse(value);
                }

                value.CopyTo(bytes, 4 * i);
            }

            return Convert.ToBase64String(bytes);
        }

        private static string Shortened(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "…";
    }
}
